/// The public API, `/v1`: send, message state, balance, profile, webhooks. Its contract is
/// `api/openapi/gateway.yaml`.
package io.elchi.server.gatewayapi;
