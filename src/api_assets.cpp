// What of API reads assets and models.

#include "all.h"
#include "api_state.h"
#include "asset_decoder.h"
#include "endpoints.h"
#include "perihelion/api.h"
#include "perihelion/error.h"

namespace perihelion {
namespace {

/// What a server says instead of a patch that is not there.
constexpr std::string_view kNoPatch = "{\"msg\"";

AssetSink collecting(const std::shared_ptr<Asset>& asset) {
  return [asset](const AssetPiece& piece) {
    if (piece.first) *asset = {.bytes = {}, .content_type = std::string(piece.content_type)};
    asset->bytes += piece.bytes;
  };
}

}  // namespace

Task<Value> API::get_experiment_asset_list(std::string experiment_key, std::string asset_type,
                                           CancelToken cancel) const {
  RestClient::Params params;
  if (!asset_type.empty()) params.emplace_back("type", asset_type);
  co_return list_in(
      co_await ask_of(endpoints::kAssetList, std::move(experiment_key), cancel, std::move(params)),
      "assets");
}

Task<void> API::read_experiment_asset(std::string experiment_key, std::string asset_id,
                                      AssetSink sink, CancelToken cancel) const {
  require_text(experiment_key, "experiment_key");
  require_text(asset_id, "asset_id");
  const API self = *this;
  co_await self.require_experiments({experiment_key}, cancel);
  co_await self.state_->client->ask(
      {endpoints::kAsset,
       {{"assetId", asset_id}, {"allow301", "False"}, {"experimentKey", experiment_key}},
       {}},
      [sink] { return std::make_unique<AssetDecoder>(sink); }, self.state_->caller, cancel);
}

Task<Asset> API::get_experiment_asset(std::string experiment_key, std::string asset_id,
                                      CancelToken cancel) const {
  const auto asset = std::make_shared<Asset>();
  co_await read_experiment_asset(std::move(experiment_key), std::move(asset_id), collecting(asset),
                                 cancel);
  co_return std::move(*asset);
}

Task<std::vector<std::string>> API::find_experiment_assets(std::string experiment_key,
                                                           std::string file_name,
                                                           std::string asset_type,
                                                           CancelToken cancel) const {
  require_text(file_name, "file_name");
  RestClient::Params params{{"assetName", file_name}};
  if (!asset_type.empty() && asset_type != "all") params.emplace_back("type", asset_type);
  const Value found = list_in(co_await ask_of(endpoints::kAssetByName, std::move(experiment_key),
                                              cancel, std::move(params)),
                              "assets");
  std::vector<std::string> ids;
  for (const Value& asset : found.as_array()) ids.push_back(asset["assetId"].as_string());
  co_return ids;
}

Task<std::optional<Asset>> API::get_experiment_asset_by_name(std::string experiment_key,
                                                             std::string file_name,
                                                             std::string asset_type,
                                                             CancelToken cancel) const {
  const API self = *this;
  const std::vector<std::string> ids =
      co_await self.find_experiment_assets(experiment_key, file_name, asset_type, cancel);
  if (ids.empty()) co_return std::nullopt;
  co_return co_await self.get_experiment_asset(experiment_key, ids.front(), cancel);
}

Task<std::vector<Asset>> API::assets_of_type(std::string experiment_key, std::string type,
                                             CancelToken cancel) const {
  const API self = *this;
  const Value listed = co_await self.get_experiment_asset_list(experiment_key, type, cancel);
  std::vector<Task<Asset>> assets;
  for (const Value& asset : listed.as_array()) {
    assets.push_back(
        self.get_experiment_asset(experiment_key, asset["assetId"].as_string(), cancel));
  }
  co_return co_await all(std::move(assets));
}

Task<std::vector<Asset>> API::get_experiment_curves(std::string experiment_key,
                                                    CancelToken cancel) const {
  return assets_of_type(std::move(experiment_key), "curve", std::move(cancel));
}

Task<std::vector<Asset>> API::get_experiment_images(std::string experiment_key,
                                                    CancelToken cancel) const {
  return assets_of_type(std::move(experiment_key), "image", std::move(cancel));
}

Task<std::optional<Asset>> API::get_experiment_git_patch(std::string experiment_key,
                                                         CancelToken cancel) const {
  require_text(experiment_key, "experiment_key");
  const API self = *this;
  co_await self.require_experiments({experiment_key}, cancel);
  const auto patch = std::make_shared<Asset>();
  co_await self.state_->client->ask(
      {endpoints::kGitPatch, {{"experimentKey", experiment_key}}, {}},
      [patch] { return std::make_unique<AssetDecoder>(collecting(patch)); }, self.state_->caller,
      cancel);
  if (patch->bytes.empty() || patch->bytes.starts_with(kNoPatch)) co_return std::nullopt;
  co_return std::move(*patch);
}

Task<Value> API::get_experiment_models(std::string experiment_key, CancelToken cancel) const {
  Value answer = co_await ask_of(endpoints::kModels, std::move(experiment_key), cancel);
  co_return answer.take("models");
}

Task<Value> API::get_experiment_model_asset_list(std::string experiment_key, std::string model_name,
                                                 CancelToken cancel) const {
  require_text(model_name, "model_name");
  Value answer = co_await ask_of(endpoints::kModelAssetList, std::move(experiment_key), cancel,
                                 {{"modelName", model_name}});
  co_return answer.take("assets");
}

}  // namespace perihelion
