'use strict';

/* global document, Scalar */

// The page that describes the API is made of its OpenAPI document, and asks nobody but this origin.
Scalar.createApiReference('#reference', {
  url: '/openapi.json',
  // Requests that are tried out go to the address under which this page was opened.
  servers: [{ url: document.location.origin }],
  theme: 'default',
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
  // Keys that somebody types here are forgotten with the page.
  persistAuth: false,
  authentication: { preferredSecurityScheme: 'key' },
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
  orderSchemaPropertiesBy: 'preserve',
});
