// Shows the sentence for browsers without WebAssembly SIMD (before Chromium 91, Firefox 89, Safari 16.4).
(function () {
  // A module with one function that makes a v128 and drops it.
  var simd = new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11,
  ]);
  var able = typeof WebAssembly === 'object' && WebAssembly.validate && WebAssembly.validate(simd);
  var sentence = document.getElementById('old-browser');
  if (!able && sentence) {
    sentence.hidden = false;
  }
})();
