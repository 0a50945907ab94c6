/** How far a list has come that is shown while further pages of it are on their way. */
export class PageArrivals {
  #count = 0;
  #end: { readonly error: unknown } | null = null;
  readonly #waiting: (() => void)[] = [];

  /** @param count Items that are there by now. */
  grow(count: number): void {
    this.#count = count;
    this.#wake();
  }

  /** @param error Why the rest does not come; null where all is there. */
  end(error: unknown = null): void {
    this.#end = { error };
    this.#wake();
  }

  /** Waits for the end. Rejected where a page failed. */
  async whole(): Promise<void> {
    while (this.#end === null) await this.#change();
    if (this.#end.error !== null) throw this.#end.error;
  }

  /** Each item as soon as it is there. Ends with an error where a page failed. */
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
