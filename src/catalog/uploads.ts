/** A mutation that takes a file, and the operations of the catalog that its steps are. */
export interface UploadFact {
  /** Makes the record, and gives out where its file goes. */
  readonly create: string;
  /** Tells Clio that the file is stored; answers with the record as it then is. */
  readonly finish: string;
  /** Reads the record. */
  readonly show: string;
  /** Takes back what `create` made. */
  readonly undo: string;
  /** The record's field that holds the version being uploaded. */
  readonly version: string;
  /** Clio's type of the parent that is the record itself: the file then becomes a further version of it. */
  readonly ownType: string;
  /** GraphQL input field that names the record to make a version of; null where a record is made. */
  readonly of: string | null;
}

const document = {
  create: 'Document#create',
  finish: 'Document#update',
  show: 'Document#show',
  undo: 'Document#destroy',
  version: 'latest_document_version',
  ownType: 'Document',
} as const;

/** By GraphQL field of `Mutation`. Clio's document tells of the steps in prose only, so they stand here. */
export const uploads: Readonly<Record<string, UploadFact>> = {
  uploadDocument: { ...document, of: null },
  uploadDocumentVersion: { ...document, of: 'documentId' },
};
