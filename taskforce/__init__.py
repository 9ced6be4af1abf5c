"""The joint office (专班): posts, duties, tasks, meetings, half-yearly reports. Filled by the task-force issue."""
