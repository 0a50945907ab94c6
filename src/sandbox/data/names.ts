/** Invented people, companies and places. */
export const FIRST_NAMES = list(`
  Adaeze, Adrian, Alma, Amara, Anders, Beatriz, Bo, Camille, Casper, Chidi, Clara, Dafna, Daniel, Dolores,
  Edith, Elias, Emeka, Esther, Farah, Felix, Fiona, Gideon, Grace, Hana, Hugo, Ines, Ivan, Jasper, Joy,
  Kofi, Lena, Leo, Lucia, Mads, Maya, Miriam, Nadia, Nils, Noor, Olga, Omar, Pavel, Petra, Quentin, Rafael,
  Rosa, Ruth, Samir, Saoirse, Simon, Sofia, Tariq, Thea, Tomas, Uma, Vera, Viktor, Wanda, Xavier, Yara,
  Yusuf, Zelda
`);

export const LAST_NAMES = list(`
  Abara, Ahlberg, Almeida, Aubert, Balogun, Bergstrom, Bianchi, Brannigan, Castellano, Chaudhry, Cloutier,
  Dahl, Delacroix, Demir, Egan, Eriksen, Fairweather, Fontaine, Garrido, Goldfarb, Halloran, Haugen, Ibarra,
  Iwasaki, Jankowski, Joubert, Kaminski, Kessler, Kowalczyk, Lindqvist, Lockwood, Mahfouz, Marchetti, Mbeki,
  McAllister, Nakagawa, Novak, Nyberg, Oduya, Okafor, Oyelaran, Pacheco, Pemberton, Petrov, Quigley, Rahimi,
  Renaud, Rosenthal, Saito, Sandoval, Szabo, Tanaka, Thorne, Uribe, Vasquez, Voss, Wexler, Whitlock, Yilmaz,
  Zimmer
`);

const COMPANY_HEADS = list(`
  Alder, Bluewater, Brightline, Cedar Hill, Copperfield, Driftwood, Eastgate, Fallbrook, Foxglove,
  Granite Bay, Harborview, Ironbridge, Juniper, Kestrel, Lakeshore, Maplewood, Northfield, Oakhurst,
  Pinecrest, Quarry Lane, Redstone, Silverbirch, Thistle, Umber, Vantage, Westbrook
`);
const COMPANY_TAILS = list(`
  Holdings LLC, Builders Inc., Logistics Ltd., Foods Co., Partners LLP, Clinic
`);

export const COMPANY_NAMES: readonly string[] = COMPANY_TAILS.flatMap((tail) =>
  COMPANY_HEADS.map((head) => `${head} ${tail}`),
);

export const STREETS = list(`
  Acacia Avenue, Bayview Road, Chestnut Street, Dock Street, Elm Crescent, Foundry Lane, Garden Row,
  Hillside Drive, Kiln Road, Larch Way, Market Square, Orchard Street, Quay Street, Station Road
`);

export const CITIES = [
  { city: 'Ashford', province: 'OR', postal: '97001', country: 'US' },
  { city: 'Brookhaven', province: 'WA', postal: '98001', country: 'US' },
  { city: 'Carrick', province: 'CA', postal: '90001', country: 'US' },
  { city: 'Dunmore', province: 'NY', postal: '10001', country: 'US' },
  { city: 'Eastvale', province: 'TX', postal: '75001', country: 'US' },
  { city: 'Fairhaven', province: 'BC', postal: 'V5K 0A1', country: 'CA' },
  { city: 'Glenrock', province: 'ON', postal: 'M4B 1B3', country: 'CA' },
  { city: 'Holloway', province: 'Greater London', postal: 'N7 6AA', country: 'GB' },
] as const;

export const MATTER_SUBJECTS = list(`
  Lease dispute, Estate plan, Contract review, Employment claim, Purchase of a home, Custody agreement,
  Trademark filing, Incorporation, Personal injury claim, Will and trust, Debt recovery, Planning appeal,
  Insurance claim, Sale of business, Boundary dispute, Immigration petition, Divorce settlement,
  Shareholder agreement
`);

/** The names between the commas. */
function list(text: string): readonly string[] {
  return text.trim().split(/,\s+/);
}
