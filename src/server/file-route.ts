import { GatewayError } from '../errors.ts';
import type { FileRequest, OpenedFile } from '../files/open-file.ts';
import type { RequestInfo } from '../request/request-context.ts';
import { decodeUri } from '../values.ts';
import { readLogin } from './graphql/read-headers.ts';
import { RequestDeadline } from './graphql/request-deadline.ts';
import type { HttpResponse } from './http/http-message.ts';
import type { RouteOptions } from './route.ts';
import type { ServerRequest } from './server-request.ts';

type FileRouteRequest = Omit<FileRequest, 'client' | 'baseUrl' | 'deadlineMs'> &
  Pick<RequestInfo, 'region' | 'login' | 'trace' | 'deadlineMs'>;

/** Finds a file; null if there is none at the path. */
export type FileSource = (request: FileRouteRequest) => Promise<OpenedFile | null>;

const pattern = /^\/files\/([^/]+)\/([^/]+)$/;

/** Handles `GET /files/{folder}/{id}`; null for a `path` of another form. */
export async function handleFile(
  request: ServerRequest,
  path: string,
  options: Pick<RouteOptions, 'files' | 'defaultToken' | 'config'>,
): Promise<HttpResponse | null> {
  const { http } = request;
  const { files, defaultToken, config } = options;
  const [, folder, id] = (pattern.exec(path) ?? []).map(decodeUri);
  if (folder === undefined || id === undefined) return null;
  // The deadline is for the first byte of the file. Sending all of it may take as long as the client needs.
  const deadline = new RequestDeadline(config.requestDeadlineMs);
  http.onDisconnect(() => {
    request.disconnected = true;
    deadline.abandon();
  });
  try {
    const range: Record<string, string> = {};
    for (const name of ['range', 'if-range']) {
      const value = http.header(name);
      if (value !== null) range[name] = value;
    }
    const file = await deadline.within(
      files({
        folder,
        id,
        parameters: new URLSearchParams(http.search),
        range,
        ...readLogin(request, defaultToken),
        signal: deadline.signal,
        deadlineMs: config.requestDeadlineMs,
        trace: request.trace,
      }),
    );
    return file && { ...file, headers: { 'cache-control': 'private, no-store', ...file.headers } };
  } catch (error) {
    if (error instanceof GatewayError) return request.reject(error);
    throw error;
  } finally {
    deadline.clear();
  }
}
