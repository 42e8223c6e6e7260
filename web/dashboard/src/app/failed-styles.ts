/*
 * A part of the page whose style sheet could not be loaded is loaded again when it is wanted again: Vite takes a sheet for
 * loaded as soon as its link is in the document, so a link that has failed is taken out.
 */

document.addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') target.remove();
  },
  // Such errors do not bubble.
  { capture: true },
);
