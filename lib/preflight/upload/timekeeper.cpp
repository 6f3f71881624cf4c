#include <preflight/upload/timekeeper.hpp>

#include <thread>

namespace preflight::upload {

void timekeeper::wait(std::chrono::nanoseconds how_long) { std::this_thread::sleep_for(how_long); }

}  // namespace preflight::upload
