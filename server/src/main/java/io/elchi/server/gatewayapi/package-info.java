/// The public API, `/v1`: send, messages and their explanations, schedules, feedback, templates, prices,
/// balance, figures, events, webhooks. Its contract is
/// `api/openapi/gateway.yaml`.
package io.elchi.server.gatewayapi;
