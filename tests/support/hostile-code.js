// What hostile panels of the tests have in scope.

/** Takes the panel's data port, which its calls go through: `send(message, transfer)`, `receive(id)` for its answer. */
export const takeDataPort = `
  const { postMessage } = MessagePort.prototype;
  let port;
  MessagePort.prototype.postMessage = function (...args) {
    port ??= this;
    return postMessage.apply(this, args);
  };
  await api.getPanelWorkspace();
  MessagePort.prototype.postMessage = postMessage;
  const send = (message, transfer = []) => port.postMessage(message, transfer);
  const receive = (id) => new Promise((resolve) => {
    port.addEventListener('message', function take({ data }) {
      if (data.id !== id) return;
      port.removeEventListener('message', take);
      resolve(data);
    });
  });
`;

/**
 * Puts what the panel likes into a message to the page: \`await forge(fields)\` sends one. The context needs the
 * experiments "k0" and "k1".
 */
export const takeControl = `
  const { freeze, hasOwn } = Object;
  let forged, sent = 0;
  // What the frame checks by itself is for the good of honest code.
  Object.hasOwn = (...given) => !forged && hasOwn(...given);
  Object.freeze = (value) =>
    forged && value.hoveredExperiment !== undefined ? { ...value, ...forged } : freeze(value);
  const forge = (fields) => {
    forged = fields;
    ui.hoverExperiment('k' + (sent++ % 2));
    return Promise.resolve();
  };
`;

/** A context for all of them. */
export const context = { workspace: 'w', experimentKeys: ['k0', 'k1'] };

/** Hangs where the guard of loops sees nothing: in text that is made at run time. */
export const endless = `new Function('for (;;);')();`;

/** Calls on and on, and writes to the console after every twenty answers. */
export const goodPanel = `
  let answers = 0;
  const ask = async () => {
    await api.getPanelWorkspace();
    if (++answers % 20 === 0) console.log('answered');
    setTimeout(ask, 10);
  };
  ui.display('good');
  ask();
`;
