import type { ReactNode } from 'react';
import type { MattersPageQuery } from './gql/graphql.ts';

type Matter = NonNullable<MattersPageQuery['matters']>['nodes'][number];

export interface MatterTableProps {
  readonly matters: readonly Matter[];
  /** Whether other matters are loading. */
  readonly isLoading: boolean;
  /** The matter that was just created. */
  readonly newId?: string;
}

/** Each field but the ids can be null: a firm can hide it, and a part of an operation can fail. */
export function MatterTable({ matters, isLoading, newId }: MatterTableProps): ReactNode {
  return (
    // The roles repeat the elements' own, which some browsers drop when narrow screens show the rows as cards.
    // biome-ignore-start lint/a11y/noRedundantRoles: see above
    <table role="table" aria-label="Matters" aria-busy={isLoading}>
      <thead role="rowgroup">
        <tr role="row">
          {['Matter', 'Client', 'Responsible', 'Opened', 'Status'].map((title) => (
            <th key={title} role="columnheader" scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {matters.map(({ id, displayNumber, description, client, responsibleAttorney, openDate, status }) => (
          <tr key={id} role="row" className={id === newId ? 'new' : undefined}>
            <th role="rowheader" scope="row">
              {displayNumber ?? <Nothing />}
              {description && <small>{description}</small>}
            </th>
            <td role="cell" data-title="Client">
              {client?.name ?? <Nothing />}
              {client?.company?.name && <small>{client.company.name}</small>}
            </td>
            <td role="cell" data-title="Responsible">
              {responsibleAttorney?.name ?? <Nothing />}
            </td>
            <td role="cell" data-title="Opened">
              {openDate ? <time dateTime={openDate}>{day.format(new Date(openDate))}</time> : <Nothing />}
            </td>
            <td role="cell" data-title="Status">
              {status ? (
                <span className={`status ${status.toLowerCase()}`}>{statuses[status]}</span>
              ) : (
                <Nothing />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: see above
  );
}

const statuses = { OPEN: 'Open', PENDING: 'Pending', CLOSED: 'Closed' } as const satisfies Record<
  NonNullable<Matter['status']>,
  string
>;

/** Days have no time zone; `Date` reads them as UTC. */
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });

function Nothing(): ReactNode {
  return (
    <>
      <span aria-hidden="true">–</span>
      <span className="unseen">not known</span>
    </>
  );
}
