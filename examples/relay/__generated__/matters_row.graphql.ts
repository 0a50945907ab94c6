/**
 * @generated SignedSource<<9ac655b4c07ebcfa80bce059d05251de>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderFragment } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type matters_row$data = {
  readonly client: {
    readonly name: string | null | undefined;
  } | null | undefined;
  readonly displayNumber: string | null | undefined;
  readonly id: string;
  readonly " $fragmentType": "matters_row";
};
export type matters_row$key = {
  readonly " $data"?: matters_row$data;
  readonly " $fragmentSpreads": FragmentRefs<"matters_row">;
};

import mattersRowQuery_graphql from './mattersRowQuery.graphql';

const node: ReaderFragment = {
  "argumentDefinitions": [],
  "kind": "Fragment",
  "metadata": {
    "refetch": {
      "connection": null,
      "fragmentPathInResult": [
        "node"
      ],
      "operation": mattersRowQuery_graphql,
      "identifierInfo": {
        "identifierField": "id",
        "identifierQueryVariableName": "id"
      }
    }
  },
  "name": "matters_row",
  "selections": [
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "displayNumber",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "concreteType": "Contact",
      "kind": "LinkedField",
      "name": "client",
      "plural": false,
      "selections": [
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "name",
          "storageKey": null
        }
      ],
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "id",
      "storageKey": null
    }
  ],
  "type": "Matter",
  "abstractKey": null
};

(node as any).hash = "9f18fed5239df5b494850212d6c28987";

export default node;
