/** The names of a class's methods, and of those that it inherits, sorted. */
export function methodNames({ prototype }) {
  const names = new Set();
  for (let of = prototype; of !== Object.prototype; of = Object.getPrototypeOf(of)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(of))) {
      if (typeof value === 'function') names.add(name);
    }
  }
  names.delete('constructor');
  return [...names].sort();
}

/** What Comet's Python Panels SDK documents of its API. */
export const SDK_METHODS = `
  get
  get_experiment
  get_experiment_asset
  get_experiment_asset_by_name
  get_experiment_asset_list
  get_experiment_by_id
  get_experiment_by_key
  get_experiment_by_name
  get_experiment_code
  get_experiment_curves
  get_experiment_graph
  get_experiment_html
  get_experiment_images
  get_experiment_installed_packages
  get_experiment_metadata
  get_experiment_metric
  get_experiment_metrics_summaries
  get_experiment_model_asset_list
  get_experiment_model_graph
  get_experiment_models
  get_experiment_name
  get_experiment_others_summaries
  get_experiment_output
  get_experiment_parameters_summaries
  get_experiment_tags
  get_experiment_url
  get_experiments
  get_metrics_for_chart
  get_model_graph
  get_panel_experiment_keys
  get_panel_experiments
  get_panel_metrics_names
  get_panel_options
  get_panel_project_id
  get_panel_project_name
  get_panel_report
  get_panel_request_count
  get_panel_workspace
  get_project
  get_project_columns
  get_project_experiments
  get_project_notes
  get_projects
  get_query_variables
  get_workspaces
  query
  query_project
`
  .trim()
  .split(/\s+/);
