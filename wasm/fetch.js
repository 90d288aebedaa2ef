// Shadows the platform's fetch inside the module: what `load({ fetch })` brings, or else the platform's.
// Three habits of the library are mended on the way: it takes a piece's whole buffer even where the piece is a
// part of it; it takes an answer without a body (204) for a failure; and it takes a late piece of a request that was
// closed for one of the request that has its number by now. And of another origin's answer a page may read
// Content-Length, but not the Content-Encoding that would tell of what it is the length.
var fetch = async (url, options) => {
  const response = await (Module['fetch'] ?? globalThis.fetch)(url, options);
  const reader = (response.body ?? new Blob([]).stream()).getReader();
  const read = async () => {
    const { done, value } = await reader.read();
    options.signal?.throwIfAborted();
    return done || value.byteLength === value.buffer.byteLength
      ? { done, value }
      : { done, value: value.slice() };
  };
  const headers = new Headers(response.headers);
  if (response.type === 'cors') headers.delete('content-length');
  return {
    status: response.status,
    statusText: response.statusText,
    url: response.url,
    headers,
    body: { getReader: () => ({ read }) },
  };
};
