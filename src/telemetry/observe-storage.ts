import { NetworkError } from '../rest/network-error.ts';
import type { StorageClient } from '../rest/storage.ts';
import type { Metrics } from './metrics.ts';

/** Counts the exchanges with Clio's file storage. Those of a file on its way end when it begins to come. */
export function observeStorage(storage: StorageClient, onStorage: Metrics['onStorage']): StorageClient {
  const observe = async <T extends { readonly status: number }>(
    method: string,
    work: Promise<T>,
  ): Promise<T> => {
    const startedAt = performance.now();
    const report = (status: string): void => onStorage(method, status, performance.now() - startedAt);
    try {
      const response = await work;
      report(String(response.status));
      return response;
    } catch (error) {
      report(error instanceof NetworkError ? error.kind : 'invalid');
      throw error;
    }
  };
  return {
    put: (...args) => observe('PUT', storage.put(...args)),
    get: (...args) => observe('GET', storage.get(...args)),
    close: () => storage.close(),
  };
}
