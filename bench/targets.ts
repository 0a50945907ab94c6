import { printTable } from './table.ts';

/** A measurement and its target. */
export interface Target {
  readonly title: string;
  readonly floor: string;
  readonly gateway: string;
  /** What is compared: mostly a ratio. */
  readonly measured: number;
  readonly target: number;
  readonly isAtLeast: boolean;
  readonly unit: string;
}

/** Of the floor and of the gateway, in one run. */
type Pair = readonly [floor: number, gateway: number];

/** The floor's number may not be smaller than this part of the gateway's. */
export function floorAtLeast(title: string, pair: Pair, target: number, unit: string): Target {
  const [floor, gateway] = pair;
  return { title, ...shown(pair, unit), measured: floor / gateway, target, isAtLeast: true, unit: '' };
}

/** The gateway's number may not be larger than this multiple of the floor's. */
export function gatewayAtMost(title: string, pair: Pair, target: number, unit: string): Target {
  const [floor, gateway] = pair;
  return { title, ...shown(pair, unit), measured: gateway / floor, target, isAtLeast: false, unit: '' };
}

function shown([floor, gateway]: Pair, unit: string): Pick<Target, 'floor' | 'gateway'> {
  return { floor: `${floor.toFixed(0)} ${unit}`, gateway: `${gateway.toFixed(0)} ${unit}` };
}

export function atMost(title: string, measured: number, target: number, unit: string): Target {
  return { title, floor: '', gateway: '', measured, target, isAtLeast: false, unit: ` ${unit}` };
}

export function atLeast(title: string, measured: number, target: number, unit: string): Target {
  return { ...atMost(title, measured, target, unit), isAtLeast: true };
}

/** Prints all targets with what was measured. */
export function printTargets(targets: readonly Target[]): void {
  printTable(
    ['', 'floor', 'gateway', 'measured', 'target', ''],
    targets.map((one) => [
      one.title,
      one.floor,
      one.gateway,
      show(one.measured, one),
      limitOf(one),
      isMet(one) ? '✓' : '✗',
    ]),
  );
}

/** A line for each target that was missed. */
export function missed(targets: readonly Target[]): string[] {
  return targets
    .filter((one) => !isMet(one))
    .map((one) => `${one.title}: ${show(one.measured, one)}, but the target is ${limitOf(one)}.`);
}

function limitOf(one: Target): string {
  return `${one.isAtLeast ? '≥' : '≤'} ${show(one.target, one)}`;
}

/** Also false for a failed measurement (NaN). */
function isMet({ measured, target, isAtLeast }: Target): boolean {
  return isAtLeast ? measured >= target : measured <= target;
}

function show(value: number, { unit }: Target): string {
  return `${value.toFixed(unit === '' ? 2 : 0)}${unit}`;
}
