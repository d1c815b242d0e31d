-- Health of a TransferJob for Argo CD, by the rules of kstatus.
local health = {status = "Progressing", message = "Waiting for the operator"}
if obj.status == nil or obj.status.observedGeneration == nil then
  return health
end
if obj.metadata.generation ~= nil and obj.status.observedGeneration ~= obj.metadata.generation then
  return health
end
local conditions = {}
for _, condition in ipairs(obj.status.conditions or {}) do
  if condition.status == "True" then
    conditions[condition.type] = condition
  end
  if condition.type == "Running" then
    health.message = condition.message
  end
end
if conditions.Failed ~= nil or conditions.Stalled ~= nil then
  health.status = "Degraded"
  health.message = (conditions.Failed or conditions.Stalled).message
elseif conditions.Complete ~= nil then
  health.status = "Healthy"
  health.message = conditions.Complete.message
elseif conditions.Suspended ~= nil then
  health.status = "Suspended"
elseif conditions.Running ~= nil then
  health.status = "Progressing"
end
return health
