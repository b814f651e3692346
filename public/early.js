// Asks what the app asks first while the app is still on its way; `app/src/api.rs` takes these answers.
// As there: a browser in which nobody has signed in does not ask who it is.
(function () {
  // An app that runs already has asked by itself: an answer from here would be an old one.
  if (window.wasmBindings) return;
  // The answers by their addresses, until the app takes them.
  var asked = {};
  var over = false;
  window.takeEarly = function (address) {
    var answer = asked[address];
    delete asked[address];
    // From here on the app asks by itself.
    if (!answer) over = true;
    return answer;
  };
  function ask(address) {
    if (over) return undefined;
    var answer = fetch(address);
    asked[address] = answer;
    // Whoever takes it is told.
    answer.catch(function () {});
    return answer;
  }
  ask('/api/about');
  try {
    if (!localStorage.getItem('careplan-link.signed-in')) return;
  } catch (refused) {
    return;
  }
  var session = ask('/api/session');
  if (!session || (location.pathname !== '/' && location.pathname !== '/inbox')) return;
  session
    .then(function (answer) {
      return answer.ok ? answer.clone().json() : { offices: [] };
    })
    .then(function (session) {
      if (session.offices.length > 0) ask('/api/offices/' + session.offices[0].number + '/inbox?limit=50');
    })
    .catch(function () {});
})();
