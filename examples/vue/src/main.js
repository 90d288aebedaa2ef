import { definePerihelionPanel } from 'perihelion/panel';
import { createApp } from 'vue';
import App from './app.vue';
import './app.css';

// Before the first render: Vue sets properties of elements that it finds defined, and attributes of others.
definePerihelionPanel();

createApp(App).mount('#app');
