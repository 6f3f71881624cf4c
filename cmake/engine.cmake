# The core compiled once, for whoever would rather link it than compile its headers.
file(GLOB engine_headers CONFIGURE_DEPENDS "${core}/engine/*.hpp")
file(GLOB engine_sources CONFIGURE_DEPENDS "${core}/engine/*.cpp")
add_library(media_preflight_engine STATIC ${engine_sources})
add_library(media_preflight::engine ALIAS media_preflight_engine)
set_target_properties(media_preflight_engine PROPERTIES EXPORT_NAME engine)
target_link_libraries(media_preflight_engine PUBLIC media_preflight_core)
target_sources(media_preflight_engine PUBLIC FILE_SET HEADERS BASE_DIRS lib FILES ${engine_headers})

# The rules about requests need no library, so what only explains and configures them links no client of the service.
add_library(media_preflight_request_rules STATIC "${core}/upload/rules/every_rule.cpp")
target_link_libraries(media_preflight_request_rules PUBLIC media_preflight_engine)
if(NOT PROJECT_IS_TOP_LEVEL)
  set_target_properties(media_preflight_engine media_preflight_request_rules PROPERTIES EXCLUDE_FROM_ALL TRUE)
endif()
