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

/** A ratio between the gateway and the server written by hand, in one run. */
export function ratio(
  title: string,
  [floor, gateway]: readonly [floor: number, gateway: number],
  unit: string,
  { atLeast, atMost }: { readonly atLeast?: number; readonly atMost?: number },
): Aim {
  return {
    title,
    floor: `${floor.toFixed(0)} ${unit}`,
    gateway: `${gateway.toFixed(0)} ${unit}`,
    reached: atLeast === undefined ? gateway / floor : floor / gateway,
    aim: atLeast ?? atMost ?? 1,
    isAtLeast: atLeast !== undefined,
    unit: '',
  };
}

export function atMost(title: string, reached: number, aim: number, unit: string): Aim {
  return { title, floor: '', gateway: '', reached, aim, isAtLeast: false, unit: ` ${unit}` };
}

export function atLeast(title: string, reached: number, aim: number, unit: string): Aim {
  return { title, floor: '', gateway: '', reached, aim, isAtLeast: true, unit: ` ${unit}` };
}

/**
 * Prints all aims with what was reached.
 *
 * @returns A line for each that was missed.
 */
export function printAims(aims: readonly Aim[]): string[] {
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
  return aims
    .filter((one) => !isMet(one))
    .map((one) => `${one.title}: ${show(one.reached, one)} reached, ${aimOf(one)} is the aim.`);
}

function aimOf(aim: Aim): string {
  return `${aim.isAtLeast ? '≥' : '≤'} ${show(aim.aim, aim)}`;
}

function isMet({ reached, aim, isAtLeast }: Aim): boolean {
  return isAtLeast ? reached >= aim : reached <= aim;
}

function show(value: number, { unit }: Aim): string {
  return `${value.toFixed(unit === '' ? 2 : 0)}${unit}`;
}
