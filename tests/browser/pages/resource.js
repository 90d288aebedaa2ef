// A classic script as panels written for Comet have them: it leaves something in the global scope.
window.shout = (text) => text.toUpperCase();
window.order = [...(window.order ?? []), 'script'];
