/** The configuration cannot be used. The message lists every problem, a line each, and shows no secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'INVALID_CONFIG';
  /** One sentence for each problem: which variable, what it is, what it may be. */
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
