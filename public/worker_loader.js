// Starts the worker. Trunk's own loader calls with arguments that wasm-bindgen warns about on the console.
// A worker that does not start says so to the page, which else waited for it for ever.
importScripts('/worker.js');
wasm_bindgen({ module_or_path: '/worker_bg.wasm' }).catch(reportError);
