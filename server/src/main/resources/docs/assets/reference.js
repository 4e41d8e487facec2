'use strict';
// Shows the contract of this page. No validator of another host, and keys are forgotten with the page.
SwaggerUIBundle({
  url: document.getElementById('reference').dataset.contract,
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'list',
  showExtensions: true,
  validatorUrl: null,
  persistAuthorization: false,
});
