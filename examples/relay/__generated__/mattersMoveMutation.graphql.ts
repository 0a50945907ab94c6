/**
 * @generated SignedSource<<d9b0ad24ea6fdca3cd4dd0ce9f389f13>>
 * @relayHash dd96be6d4f1239f8fe53285cf395e597
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

// @relayRequestID ae848b35e3eea8ef628d285d151ad79c7bcb7772c7fb81d3504b1d6757e8c5ce

import type { ConcreteRequest } from 'relay-runtime';
export type mattersMoveMutation$variables = {
  id: string;
  location?: string | null | undefined;
};
export type mattersMoveMutation$data = {
  readonly updateMatter: {
    readonly userErrors: ReadonlyArray<{
      readonly message: string;
    }>;
  } | null | undefined;
};
export type mattersMoveMutation = {
  response: mattersMoveMutation$data;
  variables: mattersMoveMutation$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "id"
  },
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "location"
  }
],
v1 = [
  {
    "alias": null,
    "args": [
      {
        "fields": [
          {
            "kind": "Variable",
            "name": "id",
            "variableName": "id"
          },
          {
            "kind": "Variable",
            "name": "location",
            "variableName": "location"
          }
        ],
        "kind": "ObjectValue",
        "name": "input"
      }
    ],
    "concreteType": "UpdateMatterPayload",
    "kind": "LinkedField",
    "name": "updateMatter",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "concreteType": "UserError",
        "kind": "LinkedField",
        "name": "userErrors",
        "plural": true,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "message",
            "storageKey": null
          }
        ],
        "storageKey": null
      }
    ],
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "mattersMoveMutation",
    "selections": (v1/*:: as any*/),
    "type": "Mutation",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "mattersMoveMutation",
    "selections": (v1/*:: as any*/)
  },
  "params": {
    "id": "ae848b35e3eea8ef628d285d151ad79c7bcb7772c7fb81d3504b1d6757e8c5ce",
    "metadata": {},
    "name": "mattersMoveMutation",
    "operationKind": "mutation",
    "text": null
  }
};
})();

(node as any).hash = "f586fd395e62e5f37549dca12a94722b";

export default node;
