/** GraphQL scalar of one of Clio's values, by its key and its format. */
export function scalarType(key: string, format: string): string {
  if (/(^|_)ids?$/.test(key) && format !== 'object') return 'ID';
  switch (format) {
    case 'int32':
      return 'Int';
    case 'int64':
      // A count fits an Int; other 64-bit numbers may not.
      return /count|unread/.test(key) ? 'Int' : 'Float';
    case 'integer':
      return 'Int';
    case 'double':
    case 'float':
    case 'number':
      return 'Float';
    case 'decimal':
      return 'Decimal';
    case 'boolean':
      return 'Boolean';
    case 'date':
      return 'Date';
    case 'date-time':
      return 'DateTime';
    case 'object':
      return 'JSON';
    default:
      return /(^|_)url$/.test(key) ? 'URL' : 'String';
  }
}
