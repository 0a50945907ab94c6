import { printTable } from './table.ts';

/** Something measured, and how good it must be. */
export interface Aim {
  readonly title: string;
  readonly floor: string;
  readonly gateway: string;
  /** What is compared: mostly a ratio. */
  readonly reached: number;
  readonly aim: number;
  readonly isAtLeast: boolean;
  readonly unit: string;
}

/** Of the floor and of the gateway, in one run. */
type Pair = readonly [floor: number, gateway: number];

/** The floor's number may not be smaller than this part of the gateway's. */
export function floorAtLeast(title: string, pair: Pair, aim: number, unit: string): Aim {
  const [floor, gateway] = pair;
  return { title, ...shown(pair, unit), reached: floor / gateway, aim, isAtLeast: true, unit: '' };
}

/** The gateway's number may not be larger than this multiple of the floor's. */
export function gatewayAtMost(title: string, pair: Pair, aim: number, unit: string): Aim {
  const [floor, gateway] = pair;
  return { title, ...shown(pair, unit), reached: gateway / floor, aim, isAtLeast: false, unit: '' };
}

function shown([floor, gateway]: Pair, unit: string): Pick<Aim, 'floor' | 'gateway'> {
  return { floor: `${floor.toFixed(0)} ${unit}`, gateway: `${gateway.toFixed(0)} ${unit}` };
}

export function atMost(title: string, reached: number, aim: number, unit: string): Aim {
  return { title, floor: '', gateway: '', reached, aim, isAtLeast: false, unit: ` ${unit}` };
}

export function atLeast(title: string, reached: number, aim: number, unit: string): Aim {
  return { title, floor: '', gateway: '', reached, aim, isAtLeast: true, unit: ` ${unit}` };
}

/** Prints all aims with what was reached. */
export function printAims(aims: readonly Aim[]): void {
  printTable(
    ['', 'floor', 'gateway', 'reached', 'aim', ''],
    aims.map((one) => [
      one.title,
      one.floor,
      one.gateway,
      show(one.reached, one),
      aimOf(one),
      isMet(one) ? '✓' : '✗',
    ]),
  );
}

/** A line for each aim that was missed. */
export function missed(aims: readonly Aim[]): string[] {
  return aims
    .filter((one) => !isMet(one))
    .map((one) => `${one.title}: ${show(one.reached, one)} reached, ${aimOf(one)} is the aim.`);
}

function aimOf(aim: Aim): string {
  return `${aim.isAtLeast ? '≥' : '≤'} ${show(aim.aim, aim)}`;
}

/** False for what could not be measured (NaN) as well. */
function isMet({ reached, aim, isAtLeast }: Aim): boolean {
  return isAtLeast ? reached >= aim : reached <= aim;
}

function show(value: number, { unit }: Aim): string {
  return `${value.toFixed(unit === '' ? 2 : 0)}${unit}`;
}
