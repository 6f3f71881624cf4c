#include <preflight/upload/api/zoom_client.hpp>

std::string other();

std::string other() { return text_of(preflight::upload::parse_target("anna@example.com")); }
