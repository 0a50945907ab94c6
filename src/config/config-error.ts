/** The configuration cannot be used. The message lists each problem on a line, and contains no secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'INVALID_CONFIG';
  /** One sentence for each problem: the variable, its value, and the allowed values. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
    super(
      [`The configuration has ${count}:`, ...problems.map((problem) => `- ${problem}`)].join('\n'),
      options,
    );
    this.problems = Object.freeze([...problems]);
  }
}
