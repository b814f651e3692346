// Runs before all else of the page: asks for the app, and what the app asks first, while the rest is on its way.
// The build writes the app's address here, and has Trunk's script take what has come of it.
(function () {
  if (typeof WebAssembly !== 'object' || !WebAssembly.compileStreaming) return;
  function nothing() {}
  window.appOnItsWay = WebAssembly.compileStreaming(fetch('ADDRESS_OF_THE_APP')).catch(nothing);
  var inbox = location.pathname === '/' || location.pathname === '/inbox';
  var start = fetch('/api/start' + (inbox ? '?inbox=50' : ''))
    .then(function (answer) {
      return answer.ok ? answer.json() : undefined;
    })
    .catch(nothing);
  // For `app/src/api.rs`: the answer's JSON, or nothing where there is no good answer.
  window.startOnItsWay = start;
})();
