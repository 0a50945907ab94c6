/** The text of an amount, which may be negative. */
export const decimal = /^-?\d+(\.\d+)?$/;

/** Adds amounts exactly: `0.1` and `0.2` are `0.3`, unlike with binary numbers. */
export function addDecimals(amounts: readonly string[]): string {
  const places = Math.max(0, ...amounts.map((one) => one.split('.')[1]?.length ?? 0));
  let sum = 0n;
  for (const amount of amounts) {
    const [whole = '', fraction = ''] = amount.split('.');
    sum += BigInt(whole + fraction.padEnd(places, '0'));
  }
  const digits = String(sum < 0n ? -sum : sum).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${sum < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
