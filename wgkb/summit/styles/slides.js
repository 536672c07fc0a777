/* Settings of reveal.js; see "Config" in its documentation. */
"use strict";
Reveal.initialize({
  width: 1280,
  height: 720,
  margin: 0, // slides have one of their own, which is printed too
  center: false,
  hash: true,
  slideNumber: "c/t",
  transition: "none",
  backgroundTransition: "none",
  pdfSeparateFragments: false,
  plugins: [RevealNotes],
});
