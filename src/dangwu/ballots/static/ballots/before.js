/* Loaded before libsodium. Where WebAssembly is refused, libsodium puts its plain-script build in the
   place of its own object and thereby removes what its wrapper still waits for, unless the wrapper
   ran before. A property that is not enumerable stays. */
window.libsodium_mod = {};
Object.defineProperty(window.libsodium_mod, "ready", { writable: true, configurable: true, enumerable: false });
