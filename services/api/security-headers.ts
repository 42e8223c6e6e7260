import helmet from 'helmet';

const SELF = ["'self'"];

/**
 * Headers that tell browsers what pages of ours may do: load from this origin alone, and run no code that stands in a page.
 *
 * @param publicUrl where it is https, browsers are told to stay with that.
 */
export function createSecurityHeaders(publicUrl: string) {
  const isSecure = publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: SELF,
        baseUri: ["'none'"],
        connectSrc: SELF,
        fontSrc: [...SELF, 'data:'],
        formAction: SELF,
        frameAncestors: ["'none'"],
        imgSrc: [...SELF, 'data:'],
        objectSrc: ["'none'"],
        scriptSrc: SELF,
        scriptSrcAttr: ["'none'"],
        // The components of dashboard and reference set styles of their own.
        styleSrc: [...SELF, "'unsafe-inline'"],
        workerSrc: SELF,
        ...(isSecure && { upgradeInsecureRequests: [] }),
      },
    },
    strictTransportSecurity: isSecure,
  });
}
