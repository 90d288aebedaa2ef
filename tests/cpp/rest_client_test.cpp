#include "perihelion/rest_client.h"

#include <gtest/gtest.h>

#include <chrono>
#include <coroutine>
#include <thread>

#include "cancelled.h"
#include "endpoints.h"
#include "json.h"
#include "perihelion/error.h"
#include "scripted_transport.h"

namespace perihelion {
namespace {

using testing::ScriptedAnswer;
using testing::ScriptedTransport;

const std::string kKey = "secret-key-of-25-chars-xx";

/// Waits until the test resumes it.
struct Held {
  std::coroutine_handle<>& waiter;
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> handle) { waiter = handle; }
  void await_resume() const {}
};

/// Ends a request at once when it is cancelled, as the transport of a page does.
class PromptTransport : public Transport {
 public:
  bool answers = false;
  int sent = 0;

  Task<Response> send(Request, BodySink, CancelToken cancel) override {
    ++sent;
    if (answers) co_return Response{.status = 200, .headers = {}};
    std::coroutine_handle<> waiter;
    const CancelCallback on_cancel(cancel, [&] { waiter.resume(); });
    co_await Held{waiter};
    throw cancelled();
  }
  Task<void> wait(std::chrono::milliseconds, CancelToken) override { co_return; }
};

class Ignore : public BodyDecoder {
 public:
  void feed(const Response&, std::string_view) override {}
  Answer finish(const Response&) override { return {}; }
};

class RestClientTest : public ::testing::Test {
 protected:
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  RestClient client{transport,
                    {.base_url = "https://example.test/comet/", .api_key = kKey, .headers = {}}};

  std::shared_ptr<Caller> caller = std::make_shared<Caller>();

  Task<Value> get(CancelToken cancel = {}) {
    return client.get(endpoints::kWorkspaces, {}, caller, std::move(cancel));
  }

  Error failure(ErrorCode wanted) {
    try {
      run(get());
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
                 caller, {}));
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
  run(client.ask({endpoints::kChart, {}, body}, [] { return std::make_unique<Ignore>(); }, caller,
                 {}));
  EXPECT_EQ(transport->requests.at(0).body, R"({"metrics": ["loss"]})");
  EXPECT_EQ(transport->requests.at(0).headers.at(0),
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
    const int attempts = status >= 500 ? 4 : 1;
    for (int i = 0; i < attempts; ++i) {
      transport->expect(R"({"msg":"the reason","code":1})", status);
    }
    const Error error = failure(code);
    EXPECT_EQ(error.status(), status);
    EXPECT_EQ(error.request(), "GET /api/rest/v2/workspaces");
    EXPECT_NE(std::string(error.what()).find("the reason"), std::string::npos) << error.what();
  }
}

TEST_F(RestClientTest, AnErrorPageOfAnotherServerIsQuotedInPart) {
  transport->expect("<html>" + std::string(5000, 'x'), 501);
  const std::string message = failure(ErrorCode::server).what();
  EXPECT_NE(message.find("<html>"), std::string::npos);
  EXPECT_LT(message.size(), 500);
  transport->expect("<!doctype html><title>Sign in</title>");
  const Error unreadable = failure(ErrorCode::bad_response);
  EXPECT_EQ(unreadable.status(), 200);
  EXPECT_NE(std::string(unreadable.what()).find("Sign in"), std::string::npos);
}

TEST_F(RestClientTest, FailuresOfTheTransportNameTheRequest) {
  for (int i = 0; i < 4; ++i) {
    transport->expect(ScriptedAnswer{.status = 200,
                                     .pieces = {"{\"workspaceNames\":["},
                                     .failure = Error(ErrorCode::network, "the answer broke off")});
  }
  const Error error = failure(ErrorCode::network);
  EXPECT_EQ(std::string(error.what()),
            "GET https://example.test/comet/api/rest/v2/workspaces: the answer broke off");
}

TEST_F(RestClientTest, ACancelledCallMakesNoRequest) {
  CancelSource source;
  source.cancel();
  EXPECT_THROW(run(get(source.token())), Error);
  EXPECT_TRUE(transport->requests.empty());
}

TEST_F(RestClientTest, CancellingDuringTheBodyEndsTheCall) {
  CancelSource source;
  transport->expect(ScriptedAnswer{.status = 200, .pieces = {"{", "}"}, .failure = {}});
  std::optional<ErrorCode> code;
  start<Value>(get(source.token()), [&](Outcome<Value> outcome) {
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

TEST_F(RestClientTest, RetriesWhatPassesAndStartsTheBodyAfresh) {
  transport->expect("{}", 500);
  transport->expect(ScriptedAnswer{.status = 200,
                                   .pieces = {R"({"workspaceNames":["half)"},
                                   .failure = Error(ErrorCode::network, "the answer broke off")});
  transport->expect(R"({"workspaceNames":["a"]})");
  EXPECT_EQ(run(get())["workspaceNames"], Value(Value::Array{"a"}));
  ASSERT_EQ(transport->waits.size(), 2);
  EXPECT_LE(transport->waits[0], std::chrono::milliseconds(500));
  EXPECT_LE(transport->waits[1], std::chrono::milliseconds(1000));
  EXPECT_GE(transport->waits[1], std::chrono::milliseconds(500));
  const EndpointCounts& counts = caller->counts.at("workspaces");
  EXPECT_EQ(counts.requests, 3);
  EXPECT_EQ(counts.retries, 2);
}

TEST_F(RestClientTest, WaitsAsLongAsTheServerAsks) {
  transport->expect(ScriptedAnswer{
      .status = 429, .pieces = {}, .failure = {}, .headers = {{"retry-after", "7"}}});
  transport->expect("{}");
  run(get());
  EXPECT_EQ(transport->waits, (std::vector<std::chrono::milliseconds>{std::chrono::seconds(7)}));
}

TEST_F(RestClientTest, DoesNotWaitBeyondTheDeadline) {
  transport->expect(ScriptedAnswer{
      .status = 503, .pieces = {}, .failure = {}, .headers = {{"retry-after", "61"}}});
  failure(ErrorCode::server);
  EXPECT_TRUE(transport->waits.empty());
}

TEST_F(RestClientTest, ATooManyWithoutATimeIsNotRetried) {
  transport->expect("{}", 429);
  failure(ErrorCode::rate_limited);
  EXPECT_EQ(transport->requests.size(), 1);
}

TEST_F(RestClientTest, TheSameQuestionIsAskedOnce) {
  transport->expect(R"({"workspaceNames":[]})");
  int answers = 0;
  for (int i = 0; i < 3; ++i) {
    start<Value>(get(), [&](const Outcome<Value>& outcome) { answers += outcome.index() == 0; });
  }
  while (transport->poll()) {
  }
  EXPECT_EQ(answers, 3);
  EXPECT_EQ(transport->requests.size(), 1);
  run(get());
  EXPECT_EQ(transport->requests.size(), 1);
  const EndpointCounts& counts = caller->counts.at("workspaces");
  EXPECT_EQ(counts.shared, 2);
  EXPECT_EQ(counts.cache_hits, 1);
}

TEST_F(RestClientTest, ARequestEndsWhenTheLastWhoWantsItLeaves) {
  CancelSource first;
  CancelSource second;
  std::vector<std::size_t> outcomes;
  const auto note = [&](const Outcome<Value>& outcome) { outcomes.push_back(outcome.index()); };
  transport->expect(ScriptedAnswer{.status = 200, .pieces = {"{", "}"}, .failure = {}});
  start<Value>(get(first.token()), note);
  start<Value>(get(second.token()), note);
  first.cancel();
  EXPECT_EQ(outcomes, (std::vector<std::size_t>{1}));
  EXPECT_TRUE(transport->poll());
  second.cancel();
  EXPECT_EQ(outcomes, (std::vector<std::size_t>{1, 1}));
  transport->expect("{}");
  run(get());
  EXPECT_EQ(transport->requests.size(), 2);
}

TEST(RestClient, CancellingMoreCallsThanGoAtOnceGivesEveryPlaceBack) {
  const auto transport = std::make_shared<PromptTransport>();
  const RestClient client(transport, {.base_url = "https://example.test"});
  const auto caller = std::make_shared<Caller>();
  std::vector<std::size_t> outcomes;
  const auto ask = [&](const CancelToken& cancel) {
    for (int i = 0; i < 20; ++i) {
      start<Answer>(client.ask(
                        {endpoints::kAsset, {}, {}}, [] { return std::make_unique<Ignore>(); },
                        caller, cancel),
                    [&](const Outcome<Answer>& outcome) { outcomes.push_back(outcome.index()); });
    }
  };
  for (const int sent : {6, 12}) {
    CancelSource source;
    ask(source.token());
    EXPECT_EQ(transport->sent, sent);
    source.cancel();
    EXPECT_EQ(outcomes, std::vector<std::size_t>(20, 1));
    outcomes.clear();
  }
  transport->answers = true;
  ask({});
  EXPECT_EQ(outcomes, std::vector<std::size_t>(20, 0));
}

TEST_F(RestClientTest, WhatWasAskedForBeforeTheCacheWasClearedDoesNotCountAsFresh) {
  const auto fresh = std::make_shared<Caller>();
  transport->expect("{}");
  start<Value>(get(), [](const Outcome<Value>&) {});
  fresh->fresh_since = std::chrono::steady_clock::now();
  while (transport->poll()) {
  }
  transport->expect("{}");
  run(client.get(endpoints::kWorkspaces, {}, fresh, {}));
  EXPECT_EQ(transport->requests.size(), 2);
}

TEST_F(RestClientTest, EachCallerHasItsOwnViewOfTheCache) {
  transport->expect("{}");
  run(get());
  caller->fresh_since = std::chrono::steady_clock::now();
  transport->expect("{}");
  run(get());
  EXPECT_EQ(transport->requests.size(), 2);
  caller->use_cache = false;
  transport->expect("{}");
  run(get());
  EXPECT_EQ(transport->requests.size(), 3);
  caller = std::make_shared<Caller>();
  run(get());
  EXPECT_EQ(transport->requests.size(), 3);
}

TEST_F(RestClientTest, SixRequestsAtOnceInTurns) {
  const auto other = std::make_shared<Caller>();
  std::vector<std::string> order;
  const auto ask = [&](const std::shared_ptr<Caller>& who, const std::string& name) {
    transport->expect("{}");
    start<Value>(client.get(endpoints::kTags, {{"experimentKey", name}}, who, {}),
                 [&order, name](const Outcome<Value>&) { order.push_back(name); });
  };
  for (int i = 0; i < 9; ++i) ask(caller, "a" + std::to_string(i));
  ask(other, "b0");
  EXPECT_EQ(transport->requests.size(), 6);
  while (transport->poll()) {
  }
  ASSERT_EQ(order.size(), 10);
  EXPECT_EQ(transport->requests.at(6).url.back(), '6');
  EXPECT_TRUE(transport->requests.at(7).url.ends_with("b0"));
}

TEST_F(RestClientTest, AuthIsAskedOnceAndAgainAfterARefusal) {
  std::vector<bool> asked;
  RestClient with_auth(transport, {.base_url = "https://example.test",
                                   .api_key = {},
                                   .auth = [&](bool refused) -> Task<std::string> {
                                     asked.push_back(refused);
                                     co_return refused ? "new" : "old";
                                   },
                                   .headers = {}});
  transport->expect("{}", 401);
  transport->expect("{}");
  run(with_auth.get(endpoints::kWorkspaces, {}, caller, {}));
  EXPECT_EQ(asked, (std::vector<bool>{false, true}));
  EXPECT_EQ(transport->requests.at(1).headers.back(), Header("Authorization", "new"));
  transport->expect("{}");
  run(with_auth.get(endpoints::kProjects, {}, caller, {}));
  EXPECT_EQ(asked.size(), 2);
}

TEST_F(RestClientTest, WaitingForAuthIsPartOfTheCallsOneDeadline) {
  constexpr std::chrono::milliseconds kTimeout(50);
  constexpr std::chrono::milliseconds kFirstKey(30);
  std::coroutine_handle<> unanswered;
  RestClient with_auth(transport, {.base_url = "https://example.test",
                                   .api_key = {},
                                   .auth = [&](bool refused) -> Task<std::string> {
                                     if (refused) co_await Held{unanswered};
                                     std::this_thread::sleep_for(kFirstKey);
                                     co_return "old";
                                   },
                                   .headers = {},
                                   .timeout = kTimeout});
  transport->expect("{}", 401);
  try {
    run(with_auth.get(endpoints::kWorkspaces, {}, caller, {}));
    FAIL() << "it has no key";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::timeout);
  }
  EXPECT_LE(transport->waits.back(), kTimeout - kFirstKey);
  unanswered.resume();
}

TEST_F(RestClientTest, AKeyThatTheServerRepeatsIsHidden) {
  transport->expect(R"({"msg":"no rights for )" + kKey + R"("})", 403);
  failure(ErrorCode::forbidden);
}

TEST(RestClient, RefusesABaseThatIsNoAddress) {
  for (const std::string base : {"", "localhost:80", "ftp://x", "javascript:1"}) {
    EXPECT_THROW(RestClient(std::make_shared<ScriptedTransport>(), {.base_url = base}), Error)
        << base;
  }
}

}  // namespace
}  // namespace perihelion
