#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "http/message.hpp"
#include "service/media.hpp"

namespace zoom_server {

/// What the server got, for tests to look at afterwards. No secret is kept: headers are hashed.
class journal {
 public:
  /// While it lives, its request counts as being answered.
  class stay {
   public:
    stay(journal& in, const std::string& endpoint, const std::string& target, const std::string& authorization);
    stay(const stay&) = delete;
    stay(stay&&) = delete;
    stay& operator=(const stay&) = delete;
    stay& operator=(stay&&) = delete;
    ~stay();

   private:
    journal& in_;
    std::string target_;
  };

  void received(const std::string& target, const std::string& endpoint, const upload& content, int status);
  void answered(const std::string& endpoint, const std::string& ending);
  void clear();
  [[nodiscard]] json described() const;

 private:
  struct file {
    std::string target;
    std::string endpoint;
    std::string name;
    std::string sha256;
    std::uint64_t size = 0;
    int status = 0;
  };

  mutable std::mutex mutex_;
  std::map<std::string, std::uint64_t> requests_;
  std::map<std::string, std::map<std::string, std::uint64_t>> answers_;
  std::map<std::string, std::uint64_t> authorizations_;
  std::map<std::string, std::uint64_t> now_at_target_;
  std::map<std::string, std::uint64_t> most_at_target_;
  std::uint64_t now_ = 0;
  std::uint64_t most_ = 0;
  std::vector<file> files_;
  std::uint64_t files_not_kept_ = 0;
};

}  // namespace zoom_server
