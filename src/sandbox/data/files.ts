import type { RawRecord } from '../record.ts';

/** A stored file. */
export interface StoredFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  txt: 'text/plain',
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
};

export function typeOf(filename: string): string {
  return TYPES[filename.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
}

/** The file of a document version, a template, an archive or a report, always the same for a record. */
export function fileOf(entity: string, record: RawRecord): StoredFile {
  const name = String(record.filename ?? record.name ?? `${entity.toLowerCase()}-${record.id}.txt`);
  return { name, type: typeOf(name), bytes: bytesOf(name, Number(record.id)) };
}

/** A readable file of the type that its name ends in. */
export function bytesOf(filename: string, id: number): Buffer {
  const lines = [
    'Sandbox & Example LLP',
    `File: ${filename}`,
    `Reference: ${String(id).padStart(6, '0')}`,
    ...Array.from({ length: 3 + (id % 5) }, (_, index) => `${index + 1}. Sample text of the sandbox firm.`),
  ];
  switch (filename.split('.').at(-1)) {
    case 'pdf':
      return pdf(lines);
    case 'csv':
      return Buffer.from(`line,text\n${lines.map((line, index) => `${index + 1},"${line}"`).join('\n')}\n`);
    case 'html':
      return Buffer.from(`<!doctype html>\n<title>${filename}</title>\n<p>${lines.join('<br>')}</p>\n`);
    case 'json':
      return Buffer.from(`${JSON.stringify({ lines }, null, 2)}\n`);
    default:
      return Buffer.from(`${lines.join('\n')}\n`);
  }
}

/** A minimal PDF with one page and one font. */
function pdf(lines: readonly string[]): Buffer {
  const escaped = (text: string): string => text.replace(/[\\()]/g, (sign) => `\\${sign}`);
  const text = `BT /F1 11 Tf 60 780 Td 16 TL ${lines.map((line) => `(${escaped(line)}) Tj T*`).join(' ')} ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = body.length;
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  body += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(body, 'latin1');
}
