const NAMES: ReadonlySet<string> = new Set(
  `a abbr acronym address area article aside audio b bdi bdo big blockquote body br button canvas
  caption center cite code col colgroup dd del details dfn div dl dt em embed fieldset figcaption
  figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label
  legend li link main map mark meta nav noscript object ol option p param picture pre q s samp
  script section select small source span strike strong style sub summary sup svg table tbody td
  textarea tfoot applet base basefont bgsound blink dir frame frameset isindex marquee menu nobr
  noframes plaintext style xmp th thead time title tr tt u ul var video wbr
  ruby rb rp rt rtc dialog hgroup meter progress math mfrac mi mn mo mrow msqrt mstyle msub msup
  mtext svg`.split(/\s+/),
)

/** Whether a lower-case name is one of HTML's elements that feeds carry. */
export const isHtmlName = (name: string): boolean => NAMES.has(name)
