/** Headers that keep a browser from being turned against its user. The host sends the page's headers with the console's files. */

const everywhere = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** For JSON from the control plane: nothing in it is to be run, framed, stored or kept. */
export const apiHeaders: Readonly<Record<string, string>> = {
  ...everywhere,
  'content-security-policy': 'default-src \'none\'; frame-ancestors \'none\'',
  'cache-control': 'no-store',
};

/**
 * For the console's page and files. Scripts and styles come from our own files alone, so injected markup can neither run nor dress up.
 */
export const consoleHeaders: Readonly<Record<string, string>> = {
  ...everywhere,
  'content-security-policy': [
    'default-src \'none\'',
    'script-src \'self\'',
    'style-src \'self\'',
    'img-src \'self\'',
    'font-src \'self\'',
    'connect-src \'self\'',
    'base-uri \'none\'',
    'form-action \'self\'',
    'frame-ancestors \'none\'',
  ].join('; '),
};
