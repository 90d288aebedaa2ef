// A panel as Comet runs them: a class that extends Comet.Panel.
// Experiments with their tags and how long they took.

class TagsPanel extends Comet.Panel {
  setup() {
    this.options = { heading: 'Experiments and their tags' };
  }

  async draw(experimentKeys) {
    const rows = await Promise.all(experimentKeys.map((key) => this.readRow(key)));
    this.clear();
    this.print(`<h3>${this.options.heading}</h3>`);
    new Table(
      rows,
      ['name', 'tags', 'minutes'],
      ['Experiment', 'Tags', 'Minutes'],
      'tags',
      'table table-striped',
    ).appendTo(this.id);
  }

  async readRow(experimentKey) {
    const [metadata, tags] = await Promise.all([
      this.api.experimentMetadata(experimentKey),
      this.api.experimentTags(experimentKey),
    ]);
    const name = document.createElement('b');
    name.textContent = metadata.experimentName ?? experimentKey.slice(0, 9);
    const minutes = (metadata.durationMillis / 60_000).toFixed(1);
    return { name, tags: tags.join(', '), minutes };
  }
}
