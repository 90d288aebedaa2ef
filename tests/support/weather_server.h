#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace perihelion::testing {

/// One request as it arrived; the header names in lower case.
struct Received {
  std::string method;
  std::string path;
  std::map<std::string, std::string> headers;
  std::string body;
};

/// One accepted connection.
class Connection {
 public:
  explicit Connection(int socket) : socket_(socket) {}

  /// Sends bytes as they are; false once the client is gone.
  bool write(const std::string& bytes) const {
    return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }

  /// Sends a whole answer.
  bool answer(int status, const std::string& headers, const std::string& body) const {
    return write("HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: " +
                 std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body);
  }

  /// Ends the connection by a reset instead of an end.
  void reset() const {
    const linger now{.l_onoff = 1, .l_linger = 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
  }

  /// Blocks until the client is gone.
  void stall() const {
    char byte = 0;
    while (::recv(socket_, &byte, 1, 0) > 0) continue;
  }

  /// Reads one request; false where the client is gone.
  bool read(Received& request);

 private:
  bool read_until(std::size_t size) {
    char bytes[4096];
    while (buffer_.size() < size) {
      const ssize_t count = ::recv(socket_, bytes, sizeof(bytes), 0);
      if (count <= 0) return false;
      buffer_.append(bytes, static_cast<std::size_t>(count));
    }
    return true;
  }

  int socket_;
  std::string buffer_;
};

/// An HTTP server on 127.0.0.1 that answers as a test tells it to, a thread for each connection.
class WeatherServer {
 public:
  /// Answers one request; false ends the connection.
  using Handler = std::function<bool(const Connection&, const Received&)>;

  explicit WeatherServer(Handler handler) : handler_(std::move(handler)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, any, size) != 0 || ::listen(listener_, 1024) != 0 ||
        ::getsockname(listener_, any, &size) != 0) {
      throw std::runtime_error("no port to listen on");
    }
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }
  WeatherServer(const WeatherServer&) = delete;
  WeatherServer& operator=(const WeatherServer&) = delete;
  ~WeatherServer() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    {
      const std::lock_guard lock(mutex_);
      for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
    }
    for (std::thread& thread : threads_) thread.join();
  }

  /// An address of this server under one of the two names of the same machine.
  std::string url(const std::string& path, const std::string& host = "127.0.0.1") const {
    return "http://" + host + ":" + std::to_string(port_) + path;
  }

  std::vector<Received> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  int connections() const { return connections_; }
  int open_connections() const { return open_; }

 private:
  void accept_all() {
    for (int socket; (socket = ::accept(listener_, nullptr, nullptr)) >= 0;) {
      ++connections_;
      ++open_;
      const std::lock_guard lock(mutex_);
      sockets_.push_back(socket);
      threads_.emplace_back([this, socket] { serve(socket); });
    }
  }

  void serve(int socket) {
    Connection connection(socket);
    Received request;
    while (connection.read(request)) {
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
      }
      if (!handler_(connection, request)) break;
    }
    const std::lock_guard lock(mutex_);
    sockets_.remove(socket);
    ::close(socket);
    --open_;
  }

  Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  std::thread acceptor_;
  mutable std::mutex mutex_;
  std::list<int> sockets_;
  std::list<std::thread> threads_;
  std::vector<Received> requests_;
  std::atomic<int> connections_ = 0;
  std::atomic<int> open_ = 0;
};

inline bool Connection::read(Received& request) {
  std::size_t head = 0;
  while ((head = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!read_until(buffer_.size() + 1)) return false;
  }
  request = {};
  const std::string text = buffer_.substr(0, head + 2);
  const std::size_t first = text.find(' ');
  request.method = text.substr(0, first);
  request.path = text.substr(first + 1, text.find(' ', first + 1) - first - 1);
  for (std::size_t at = text.find("\r\n") + 2; at < text.size();) {
    const std::size_t end = text.find("\r\n", at);
    const std::size_t colon = text.find(": ", at);
    std::string name = text.substr(at, colon - at);
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    request.headers[name] = text.substr(colon + 2, end - colon - 2);
    at = end + 2;
  }
  const std::string length = request.headers["content-length"];
  const std::size_t size = head + 4 + (length.empty() ? 0 : std::stoul(length));
  if (!read_until(size)) return false;
  request.body = buffer_.substr(head + 4, size - head - 4);
  buffer_.erase(0, size);
  return true;
}

}  // namespace perihelion::testing
