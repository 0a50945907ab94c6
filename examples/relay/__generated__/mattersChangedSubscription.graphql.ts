/**
 * @generated SignedSource<<0e952367b82a9baa63fcbf5be0a1b098>>
 * @relayHash 4d2041a8a5027337db86704b3abd57dc
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

// @relayRequestID 86a0c350cc231019590dce55a161d79ac94c3804a6e005c42399cefad92b394f

import type { ConcreteRequest } from 'relay-runtime';
export type ChangeEvent = "CLOSED" | "CREATED" | "DELETED" | "OPENED" | "PENDED" | "UPDATED" | "%future added value";
export type mattersChangedSubscription$variables = {
  id?: string | null | undefined;
};
export type mattersChangedSubscription$data = {
  readonly matterChanged: {
    readonly event: ChangeEvent;
    readonly matter: {
      readonly id: string;
      readonly location: string | null | undefined;
    } | null | undefined;
  };
};
export type mattersChangedSubscription = {
  response: mattersChangedSubscription$data;
  variables: mattersChangedSubscription$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "id"
  }
],
v1 = [
  {
    "kind": "Variable",
    "name": "id",
    "variableName": "id"
  }
],
v2 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "event",
  "storageKey": null
},
v3 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
},
v4 = {
  "alias": null,
  "args": null,
  "concreteType": "Matter",
  "kind": "LinkedField",
  "name": "matter",
  "plural": false,
  "selections": [
    (v3/*:: as any*/),
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "location",
      "storageKey": null
    }
  ],
  "storageKey": null
};
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "mattersChangedSubscription",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": "MatterChange",
        "kind": "LinkedField",
        "name": "matterChanged",
        "plural": false,
        "selections": [
          (v2/*:: as any*/),
          (v4/*:: as any*/)
        ],
        "storageKey": null
      }
    ],
    "type": "Subscription",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "mattersChangedSubscription",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": "MatterChange",
        "kind": "LinkedField",
        "name": "matterChanged",
        "plural": false,
        "selections": [
          (v2/*:: as any*/),
          (v4/*:: as any*/),
          (v3/*:: as any*/)
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "id": "86a0c350cc231019590dce55a161d79ac94c3804a6e005c42399cefad92b394f",
    "metadata": {},
    "name": "mattersChangedSubscription",
    "operationKind": "subscription",
    "text": null
  }
};
})();

(node as any).hash = "33e3d34bcbcc9642cb66bed61a683ea9";

export default node;
