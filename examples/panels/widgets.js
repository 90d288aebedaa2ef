// What `ui` has, in one panel: widgets return their values, and
// the script runs again when the viewer changes one.

ui.displayMarkdown('### Runs\nFilter them, choose columns, **save** what you see.');

const experiments = await api.getPanelExperiments();
const text = ui.input('Name contains', '');
const longest = ui.slider('At most minutes', { min: 0, max: 60, value: 60 });
const archived = ui.checkbox('Archived too', true);
const shown = ui.multiselect('Columns', ['experiment', 'minutes', 'started', 'archived'], {
  value: ['experiment', 'minutes', 'started'],
});

const rows = experiments
  .map(({ name, key, durationMillis, startServerTimestamp, archived }) => ({
    experiment: name ?? key,
    minutes: (durationMillis ?? 0) / 60_000,
    started: startServerTimestamp === null ? undefined : new Date(startServerTimestamp),
    archived,
  }))
  .filter((row) => row.experiment.includes(text) && row.minutes <= longest)
  .filter((row) => archived || !row.archived);

const [table, first] = ui.tabs(['Table', 'First run']);
table.table(rows, { columns: shown, label: 'Runs' });
first.display(experiments[0]?.metadata ?? 'There is none.');

const [left, right] = ui.columns([1, 1]);
left.download('Save as CSV', rows, { fileName: 'runs.csv' });
if (right.button('Count')) {
  ui.sessionState.count = (ui.sessionState.count ?? 0) + 1;
}
right.displayText(`counted ${ui.sessionState.count ?? 0} times`);
