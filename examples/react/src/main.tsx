import type {} from 'perihelion/react';
import { definePerihelionPanel } from 'perihelion/panel';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import './app.css';

// Before the first render: React sets properties of elements that it finds defined, and attributes of others.
definePerihelionPanel();

createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
