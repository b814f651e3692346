// Starts the worker that draws forms, as worker_loader.js starts the one that reads files.
importScripts('/viewer.js');
wasm_bindgen({ module_or_path: '/viewer_bg.wasm' }).catch(reportError);
