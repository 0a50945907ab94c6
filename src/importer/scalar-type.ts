/** The GraphQL scalar of Clio's value with a key and a format. */
export function scalarType(key: string, format: string): string {
  if (/(^|_)ids?$/.test(key) && format !== 'object') return 'ID';
  switch (format) {
    case 'int32':
      return 'Int';
    case 'int64':
      // Counts fit an Int; other 64-bit numbers do not always.
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
