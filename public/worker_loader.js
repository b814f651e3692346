// Starts the worker. Trunk's own loader calls with arguments that wasm-bindgen warns about on the console.
importScripts('/worker.js');
wasm_bindgen({ module_or_path: '/worker_bg.wasm' });
