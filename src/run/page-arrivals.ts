/** The progress of a list that can be read while more pages are loaded. */
export class PageArrivals {
  #count = 0;
  #end: { readonly error: unknown } | null = null;
  readonly #waiting: (() => void)[] = [];

  /** @param count Number of items so far. */
  grow(count: number): void {
    this.#count = count;
    this.#wake();
  }

  /** @param error Why the rest is missing; null if the list is complete. */
  end(error: unknown = null): void {
    this.#end = { error };
    this.#wake();
  }

  /** Waits for the end. Rejects if a page failed. */
  async whole(): Promise<void> {
    while (this.#end === null) await this.#change();
    if (this.#end.error !== null) throw this.#end.error;
  }

  /** Yields each item when it arrives. Throws if a page failed. */
  async *each<T>(item: (index: number) => T): AsyncGenerator<T> {
    for (let index = 0; ; index += 1) {
      while (index >= this.#count && this.#end === null) await this.#change();
      if (index < this.#count) yield item(index);
      else if (this.#end === null || this.#end.error === null) return;
      else throw this.#end.error;
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
