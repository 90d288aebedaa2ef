#include "perihelion/rest_client.h"

#include <gtest/gtest.h>

#include "endpoints.h"
#include "json.h"
#include "perihelion/error.h"
#include "scripted_transport.h"

namespace perihelion {
namespace {

using testing::Answer;
using testing::ScriptedTransport;

const std::string kKey = "secret-key-of-25-chars-xx";

class RestClientTest : public ::testing::Test {
 protected:
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  RestClient client{transport,
                    {.base_url = "https://example.test/comet/", .api_key = kKey, .headers = {}}};

  Error failure(ErrorCode wanted) {
    try {
      run(client.get(endpoints::kWorkspaces, {}, {}));
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), wanted) << error.what();
      EXPECT_EQ(std::string(error.what()).find(kKey), std::string::npos);
      return error;
    }
    ADD_FAILURE() << "no error came";
    return Error(wanted, "");
  }
};

TEST_F(RestClientTest, KeepsThePathOfTheBaseAndSendsTheBareKey) {
  transport->expect("{}");
  run(client.get(endpoints::kExperiments, {{"workspaceName", "a b/ü&=+%"}, {"archived", "False"}},
                 {}));
  const Request& request = transport->requests.at(0);
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.url,
            "https://example.test/comet/api/rest/v2/experiments"
            "?workspaceName=a+b%2F%C3%BC%26%3D%2B%25&archived=False");
  EXPECT_EQ(request.headers, (std::vector<Header>{{"Authorization", kKey}}));
}

TEST_F(RestClientTest, PostsJson) {
  transport->expect("{}");
  Value body;
  body.set("metrics", Value::Array{"loss"});
  run([&]() -> Task<int> {
    co_await client.stream(endpoints::kChart, {}, body, {[](auto) {}, [] {}}, {});
    co_return 0;
  }());
  EXPECT_EQ(transport->requests.at(0).body, R"({"metrics":["loss"]})");
  EXPECT_EQ(transport->requests.at(0).headers.at(1),
            Header("Content-Type", "application/json;charset=utf-8"));
}

TEST_F(RestClientTest, EveryStatusHasItsCode) {
  const std::vector<std::pair<int, ErrorCode>> codes = {
      {400, ErrorCode::invalid_argument}, {401, ErrorCode::unauthorized},
      {402, ErrorCode::forbidden},        {403, ErrorCode::forbidden},
      {404, ErrorCode::not_found},        {429, ErrorCode::rate_limited},
      {500, ErrorCode::server},           {503, ErrorCode::server},
      {204, ErrorCode::bad_response},     {302, ErrorCode::bad_response}};
  for (const auto& [status, code] : codes) {
    transport->expect(R"({"msg":"the reason","code":1})", status);
    const Error error = failure(code);
    EXPECT_EQ(error.status(), status);
    EXPECT_EQ(error.request(), "GET /api/rest/v2/workspaces");
    EXPECT_NE(std::string(error.what()).find("the reason"), std::string::npos) << error.what();
  }
}

TEST_F(RestClientTest, AnErrorPageOfAnotherServerIsQuotedInPart) {
  transport->expect("<html>" + std::string(5000, 'x'), 502);
  const std::string message = failure(ErrorCode::server).what();
  EXPECT_NE(message.find("<html>"), std::string::npos);
  EXPECT_LT(message.size(), 500);
  transport->expect("<!doctype html><title>Sign in</title>");
  const Error unreadable = failure(ErrorCode::bad_response);
  EXPECT_EQ(unreadable.status(), 200);
  EXPECT_NE(std::string(unreadable.what()).find("Sign in"), std::string::npos);
}

TEST_F(RestClientTest, FailuresOfTheTransportNameTheRequest) {
  transport->expect(Answer{.status = 200,
                           .pieces = {"{\"workspaceNames\":["},
                           .failure = Error(ErrorCode::network, "the answer broke off")});
  const Error error = failure(ErrorCode::network);
  EXPECT_EQ(std::string(error.what()),
            "GET https://example.test/comet/api/rest/v2/workspaces: the answer broke off");
}

TEST_F(RestClientTest, ACancelledCallMakesNoRequest) {
  CancelSource source;
  source.cancel();
  EXPECT_THROW(run(client.get(endpoints::kWorkspaces, {}, source.token())), Error);
  EXPECT_TRUE(transport->requests.empty());
}

TEST_F(RestClientTest, CancellingDuringTheBodyEndsTheCall) {
  CancelSource source;
  transport->expect(Answer{.status = 200, .pieces = {"{", "}"}, .failure = {}});
  std::optional<ErrorCode> code;
  start<Value>(client.get(endpoints::kWorkspaces, {}, source.token()), [&](Outcome<Value> outcome) {
    try {
      std::rethrow_exception(std::get<1>(outcome));
    } catch (const Error& error) {
      code = error.code();
    }
  });
  ASSERT_TRUE(transport->poll());
  EXPECT_FALSE(code.has_value());
  source.cancel();
  ASSERT_TRUE(transport->poll());
  EXPECT_EQ(code, ErrorCode::cancelled);
}

TEST(RestClient, RefusesABaseThatIsNoAddress) {
  for (const std::string base : {"", "localhost:80", "ftp://x", "javascript:1"}) {
    EXPECT_THROW(RestClient(std::make_shared<ScriptedTransport>(), {.base_url = base}), Error)
        << base;
  }
}

}  // namespace
}  // namespace perihelion
