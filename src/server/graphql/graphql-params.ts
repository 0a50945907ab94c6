/** An operation as a request brings it. Not Yoga's type: the package's declarations must not need Yoga. */
export interface GraphqlParams {
  operationName?: string;
  query?: string;
  variables?: Record<string, unknown>;
  extensions?: Record<string, unknown>;
}
