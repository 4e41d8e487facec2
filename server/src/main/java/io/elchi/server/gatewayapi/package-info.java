/// The public API, `/v1`: send, look up, balance, profile, webhooks. Its contract is `api/openapi/gateway.yaml`.
package io.elchi.server.gatewayapi;
