#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <random>
#include <thread>

#include "perihelion/error.h"
#include "perihelion/native.h"
#include "weather_server.h"

namespace perihelion {
namespace {

using namespace std::chrono_literals;
using testing::Connection;
using testing::Received;
using testing::WeatherServer;
using Clock = std::chrono::steady_clock;

// "compressed " twenty times.
const std::string kGzip(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x4b\xce\xcf\x2d\x28\x4a\x2d\x2e\x4e\x4d\x51\x48\x1e"
    "\x6e\x4c\x00\xa4\x16\xfa\xe9\xdc\x00\x00\x00",
    34);
const std::string kBrotli("\x1b\xdb\x00\xf8\x25\xc7\xda\xde\xaa\x93\xc1\x2a\x80\x78\xb8\x9d\x0b",
                          17);

class CurlTransportTest : public ::testing::Test {
 protected:
  struct Whole {
    Response head;
    std::string body;
    int pieces = 0;
  };

  std::shared_ptr<Transport> transport = curl_transport();

  /// Asks with a key in a header and a secret in another one.
  Whole ask(const std::string& url, std::chrono::milliseconds timeout = 20s,
            CancelToken cancel = {}) {
    return run(whole(get(url, timeout), std::move(cancel)));
  }

  static Request get(const std::string& url, std::chrono::milliseconds timeout = 20s) {
    return {.method = "GET",
            .url = url,
            .headers = {{"Authorization", "the-key"},
                        {"X-Proxy-Secret", "s"},
                        {"Accept", "text/x-test"}},
            .body = "",
            .timeout = timeout};
  }

  /// `run` and `start` need a value.
  Task<bool> pause(std::chrono::milliseconds duration, CancelToken cancel = {}) {
    co_await transport->wait(duration, cancel);
    co_return true;
  }

  Task<Whole> whole(Request request, CancelToken cancel = {}) {
    Whole whole;
    whole.head = co_await transport->send(
        std::move(request),
        [&whole](const Response&, std::string_view piece) {
          whole.body += piece;
          ++whole.pieces;
        },
        cancel);
    co_return whole;
  }

  template <class Call>
  static void expect_error(ErrorCode code, Call call, const std::string& part = "") {
    try {
      call();
      ADD_FAILURE() << "no error came";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), code) << error.what();
      EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
      EXPECT_EQ(std::string(error.what()).find("the-key"), std::string::npos);
    }
  }

  /// Lets the server see what the client closed.
  static bool soon(const std::function<bool()>& holds) {
    for (int tries = 0; tries < 500 && !holds(); ++tries) std::this_thread::sleep_for(10ms);
    return holds();
  }
};

TEST_F(CurlTransportTest, ABodyArrivesPieceByPieceUnderItsHead) {
  WeatherServer server([](const Connection& connection, const Received&) {
    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\nX-Mixed-CASE: As Sent\r\n\r\none");
    std::this_thread::sleep_for(50ms);
    connection.write("two");
    std::this_thread::sleep_for(50ms);
    return connection.write("six");
  });
  const Whole answer = ask(server.url("/pieces?a=b"));
  EXPECT_EQ(answer.head.status, 200);
  EXPECT_EQ(answer.head.header("x-mixed-case"), "As Sent");
  EXPECT_EQ(answer.body, "onetwosix");
  EXPECT_EQ(answer.pieces, 3);
  const Received request = server.requests().at(0);
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.path, "/pieces?a=b");
  EXPECT_EQ(request.headers.at("authorization"), "the-key");
}

TEST_F(CurlTransportTest, CompressedBodiesArriveDecoded) {
  WeatherServer server([](const Connection& connection, const Received& request) {
    const bool gzip = request.path == "/gzip";
    return connection.answer(200,
                             std::string("Content-Encoding: ") + (gzip ? "gzip" : "br") + "\r\n",
                             gzip ? kGzip : kBrotli);
  });
  std::string wanted;
  for (int i = 0; i < 20; ++i) wanted += "compressed ";
  EXPECT_EQ(ask(server.url("/gzip")).body, wanted);
  EXPECT_EQ(ask(server.url("/br")).body, wanted);
  EXPECT_NE(server.requests().at(0).headers.at("accept-encoding").find("gzip"), std::string::npos);
}

TEST_F(CurlTransportTest, EveryStatusIsAnAnswer) {
  WeatherServer server([](const Connection& connection, const Received& request) {
    if (request.path == "/none") return connection.write("HTTP/1.1 204 No Content\r\n\r\n");
    connection.write("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n");
    return connection.answer(std::stoi(request.path.substr(1)), "", "why");
  });
  for (const int status : {404, 401, 429, 500, 302}) {
    const Whole answer = ask(server.url("/" + std::to_string(status)));
    EXPECT_EQ(answer.head.status, status);
    EXPECT_EQ(answer.body, "why");
    EXPECT_EQ(answer.head.header("x-early"), "");
  }
  const Whole none = ask(server.url("/none"));
  EXPECT_EQ(none.head.status, 204);
  EXPECT_EQ(none.pieces, 0);
  EXPECT_EQ(server.connections(), 1) << "the connection is reused";
}

TEST_F(CurlTransportTest, ABodyIsPosted) {
  WeatherServer server([](const Connection& connection, const Received& request) {
    return connection.answer(200, "", request.body);
  });
  Request request = get(server.url("/"));
  request.method = "POST";
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = std::string(3'000'000, 'x') + '\0' + "end";
  EXPECT_EQ(run(whole(request)).body, request.body);
  EXPECT_EQ(server.requests().at(0).headers.at("content-type"), "application/json");
  EXPECT_FALSE(server.requests().at(0).headers.contains("expect"));
}

TEST_F(CurlTransportTest, OnlyItsOwnOriginSeesTheKeyAfterARedirect) {
  std::string elsewhere;
  WeatherServer server([&elsewhere](const Connection& connection, const Received& request) {
    const auto to = [&](const std::string& url, int status = 302) {
      return connection.answer(status, "X-Hop: 1\r\nLocation: " + url + "\r\n", "not the answer");
    };
    if (request.path == "/same") return to("/end");
    if (request.path == "/other") return to(elsewhere);
    if (request.path == "/post") return to("/end", 307);
    if (request.path == "/file") return to("file:///etc/hostname");
    if (request.path == "/loop") return to("/loop");
    return connection.answer(200, "", request.method + request.body);
  });
  elsewhere = server.url("/same", "localhost");

  const Whole same = ask(server.url("/same"));
  EXPECT_EQ(same.body, "GET");
  EXPECT_EQ(same.head.header("x-hop"), "");
  EXPECT_EQ(server.requests().at(1).headers.at("authorization"), "the-key");
  EXPECT_EQ(server.requests().at(1).headers.at("x-proxy-secret"), "s");

  EXPECT_EQ(ask(server.url("/other")).body, "GET");
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 5U);
  for (const std::size_t hop : {3U, 4U}) {
    EXPECT_FALSE(requests[hop].headers.contains("authorization"));
    EXPECT_FALSE(requests[hop].headers.contains("x-proxy-secret"));
    EXPECT_EQ(requests[hop].headers.at("accept"), "text/x-test");
  }

  Request post = get(server.url("/post"));
  post.method = "POST";
  post.body = "kept";
  EXPECT_EQ(run(whole(post)).body, "POSTkept");

  expect_error(ErrorCode::network, [&] { ask(server.url("/file")); }, "http");
  const std::size_t before = server.requests().size();
  expect_error(ErrorCode::network, [&] { ask(server.url("/loop")); }, "ten redirects");
  EXPECT_EQ(server.requests().size() - before, 11U);
}

TEST_F(CurlTransportTest, ABrokenAnswerIsANetworkError) {
  WeatherServer server([](const Connection& connection, const Received& request) {
    if (request.path != "/silent") {
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf");
    }
    if (request.path == "/reset") connection.reset();
    return false;
  });
  expect_error(ErrorCode::network, [&] { ask(server.url("/cut")); }, "broke off");
  expect_error(ErrorCode::network, [&] { ask(server.url("/reset")); });
  expect_error(ErrorCode::network, [&] { ask(server.url("/silent")); }, "no answer");
  int closed_port = 0;
  {
    WeatherServer gone([](const Connection&, const Received&) { return false; });
    closed_port = std::stoi(gone.url("").substr(gone.url("").rfind(':') + 1));
  }
  expect_error(
      ErrorCode::network, [&] { ask("http://127.0.0.1:" + std::to_string(closed_port)); },
      "no answer");
}

TEST_F(CurlTransportTest, WhatStallsEndsAtItsDeadline) {
  WeatherServer server([](const Connection& connection, const Received& request) {
    if (request.path == "/half") {
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf");
    }
    connection.stall();
    return false;
  });
  for (const std::string path : {"/half", "/never"}) {
    const auto started = Clock::now();
    expect_error(ErrorCode::timeout, [&] { ask(server.url(path), 200ms); }, "deadline");
    EXPECT_GE(Clock::now() - started, 200ms);
    EXPECT_LT(Clock::now() - started, 5s);
  }
  EXPECT_TRUE(soon([&] { return server.open_connections() == 0; }));
}

TEST_F(CurlTransportTest, CancellingEndsARequestAtAnyTime) {
  WeatherServer server([](const Connection& connection, const Received&) {
    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf");
    connection.stall();
    return false;
  });
  CancelSource before;
  before.cancel();
  expect_error(ErrorCode::cancelled, [&] { ask(server.url("/"), 20s, before.token()); });
  EXPECT_EQ(server.connections(), 0);

  CancelSource from_sink;
  expect_error(ErrorCode::cancelled, [&] {
    run(transport->send(
        get(server.url("/")), [&](const Response&, std::string_view) { from_sink.cancel(); },
        from_sink.token()));
  });

  CancelSource later;
  start<Response>(transport->send(
                      get(server.url("/")), [](auto&, auto) {}, later.token()),
                  [](Outcome<Response> outcome) { EXPECT_EQ(outcome.index(), 1U); });
  run(pause(50ms));
  later.cancel();
  expect_error(ErrorCode::cancelled, [&] { run(pause(20s, later.token())); });
  run(pause(0ms));
  EXPECT_TRUE(soon([&] { return server.open_connections() == 0; }));
}

TEST_F(CurlTransportTest, AWaitTakesItsTimeAndEndsWhenCancelled) {
  const auto started = Clock::now();
  run(pause(60ms));
  EXPECT_GE(Clock::now() - started, 60ms);
  CancelSource source;
  start<bool>(
      [](auto transport, CancelSource& source) -> Task<bool> {
        co_await transport->wait(20ms, {});
        source.cancel();
        co_return true;
      }(transport, source),
      [](auto) {});
  expect_error(ErrorCode::cancelled,
               [&] { run(pause(std::chrono::milliseconds::max(), source.token())); });
  EXPECT_LT(Clock::now() - started, 5s);
}

TEST_F(CurlTransportTest, AnExceptionOfTheSinkAbortsTheRequestAndComesOut) {
  WeatherServer server([](const Connection& connection, const Received&) {
    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf");
    connection.stall();
    return false;
  });
  const auto refuse = [](const Response&, std::string_view) { throw std::out_of_range("mine"); };
  EXPECT_THROW(run(transport->send(get(server.url("/")), refuse, {})), std::out_of_range);
  EXPECT_TRUE(soon([&] { return server.open_connections() == 0; }));
}

TEST_F(CurlTransportTest, AHundredRequestsGoAtOnce) {
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  WeatherServer server([&](const Connection& connection, const Received& request) {
    const int now = ++inside;
    for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) continue;
    std::this_thread::sleep_for(100ms);
    --inside;
    return connection.answer(200, "", request.path);
  });
  int right = 0;
  int ended = 0;
  for (int i = 0; i < 100; ++i) {
    const std::string path = "/" + std::to_string(i);
    start<Whole>(whole(get(server.url(path))), [&, path](Outcome<Whole> outcome) {
      ++ended;
      right += outcome.index() == 0 && std::get<0>(outcome).body == path;
    });
  }
  while (ended < 100) run(pause(10ms));
  EXPECT_EQ(right, 100);
  EXPECT_GT(most, 20);
}

int open_files() {
  const std::filesystem::directory_iterator files("/proc/self/fd");
  return static_cast<int>(std::distance(begin(files), end(files)));
}

TEST_F(CurlTransportTest, AThousandRequestsCancelledAtRandomLeaveNothingOpen) {
  transport.reset();
  const int before = open_files();
  transport = curl_transport();
  {
    WeatherServer server([](const Connection& connection, const Received&) {
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\none");
      std::this_thread::sleep_for(3ms);
      return connection.write("two");
    });
    std::mt19937 random(7);
    std::uniform_int_distribution<int> delay(0, 12);
    int ended = 0;
    int cancelled = 0;
    int whole_ones = 0;
    const auto one = [&](CancelToken cancel) -> Task<bool> {
      try {
        whole_ones += (co_await whole(get(server.url("/")), cancel)).body == "onetwo";
      } catch (const Error& error) {
        cancelled += error.code() == ErrorCode::cancelled;
      }
      ++ended;
      co_return true;
    };
    const auto cancel_after = [this](std::chrono::milliseconds time,
                                     CancelSource source) -> Task<bool> {
      co_await transport->wait(time, {});
      source.cancel();
      co_return true;
    };
    for (int started = 0; started < 1000; ++started) {
      CancelSource source;
      start<bool>(one(source.token()), [](auto) {});
      // Some are left to end by themselves.
      if (started % 10 > 0) {
        start<bool>(cancel_after(std::chrono::milliseconds(delay(random)), source), [](auto) {});
      }
      if (started % 20 == 0) run(pause(5ms));
    }
    while (ended < 1000) run(pause(5ms));
    run(pause(15ms));  // the last timers
    EXPECT_EQ(cancelled + whole_ones, 1000);
    EXPECT_GT(cancelled, 0);
    EXPECT_GE(whole_ones, 100);
    transport.reset();
    EXPECT_TRUE(soon([&] { return server.open_connections() == 0; }));
  }
  EXPECT_EQ(open_files(), before);
}

TEST_F(CurlTransportTest, ATaskMayDieInMidFlight) {
  WeatherServer server([](const Connection& connection, const Received&) {
    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf");
    connection.stall();
    return false;
  });
  {
    const detail::Running running = [](Task<Whole> task) -> detail::Running {
      co_await task;
    }(whole(get(server.url("/"))));
    run(pause(50ms));
    EXPECT_EQ(server.open_connections(), 1);
  }
  EXPECT_TRUE(soon([&] { return server.open_connections() == 0; }));
}

TEST_F(CurlTransportTest, WhatWaitsWhenTheTransportGoesEndsAsClosed) {
  WeatherServer server([](const Connection& connection, const Received&) {
    connection.stall();
    return false;
  });
  int closed = 0;
  const auto count = [&closed](const auto& outcome) {
    ASSERT_EQ(outcome.index(), 1U);
    expect_error(ErrorCode::closed, [&] { std::rethrow_exception(std::get<1>(outcome)); });
    ++closed;
  };
  for (int i = 0; i < 3; ++i) {
    start<Response>(transport->send(get(server.url("/")), [](auto&, auto) {}, {}), count);
  }
  start<bool>(pause(20s), count);
  run(pause(20ms));
  transport.reset();
  EXPECT_EQ(closed, 4);
  EXPECT_TRUE(soon([&] { return server.open_connections() == 0; }));
}

TEST_F(CurlTransportTest, RefusesWhatCannotBeSent) {
  expect_error(ErrorCode::invalid_argument, [&] { ask("file:///etc/hostname"); }, "http://");
  expect_error(ErrorCode::invalid_argument, [&] { ask("no url"); }, "http://");
  Request split = get("http://127.0.0.1:1/");
  split.headers.emplace_back("X-Split", "a\r\nAuthorization: other");
  expect_error(ErrorCode::invalid_argument, [&] { run(whole(split)); }, "X-Split");
}

TEST_F(CurlTransportTest, IsSharedInAThreadWhileItIsHeld) {
  EXPECT_EQ(curl_transport(), transport);
  std::thread([this] { EXPECT_NE(curl_transport(), transport); }).join();
}

}  // namespace
}  // namespace perihelion
