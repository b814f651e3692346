// Asks what the app asks first while the app is still on its way; `app/src/api.rs` takes these answers.
// As there: a browser in which nobody has signed in does not ask who it is.
(function () {
  // The answers by their addresses; null once the app has asked for it, so that it never gets an old answer.
  var asked = {};
  window.takeEarly = function (address) {
    var answer = asked[address];
    asked[address] = null;
    return answer;
  };
  function ask(address) {
    if (address in asked) return undefined;
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
